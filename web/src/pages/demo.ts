import "./page.css";
import { OvertoneDemo } from "../demo/demo.ts";
import { langOf } from "../i18n/words.ts";
import "../index.ts";
import { fragment } from "./fragment.ts";

/** `/demo#token=…[&supervisor=…][&lang=…][&theme=…]` */
customElements.define("overtone-demo", OvertoneDemo);
const demo = new OvertoneDemo();
demo.token = fragment().get("token") ?? "";
demo.supervisor = fragment().get("supervisor") ?? "";
demo.lang = langOf(fragment().get("lang") ?? "zh");
const theme = fragment().get("theme");
if (theme !== null) demo.theme = theme;
document.body.append(demo);
