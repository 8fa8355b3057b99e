import { AssistOverlay } from "./ui/overlay.ts";

export { AssistOverlay };

declare global {
  interface HTMLElementTagNameMap {
    "assist-overlay": AssistOverlay;
  }
}

// A page may load the file twice, through two integrations.
if (customElements.get("assist-overlay") === undefined) {
  customElements.define("assist-overlay", AssistOverlay);
}
