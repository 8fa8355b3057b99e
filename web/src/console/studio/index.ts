import { Studio } from "./studio.ts";

if (customElements.get("overtone-studio") === undefined) customElements.define("overtone-studio", Studio);

export { Studio };
