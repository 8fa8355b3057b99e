import "./page.css";
import { OvertoneConsole } from "../console/shell.ts";

/** `/console`, `/calls`, `/train` and what lies below them: `#token=…[&lang=…][&theme=…]` */
customElements.define("overtone-console", OvertoneConsole);
document.body.append(new OvertoneConsole());
