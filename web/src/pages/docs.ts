import standalone from "@asyncapi/react-component/browser/standalone/without-parser.js";
import "@asyncapi/react-component/styles/default.min.css";
import specification from "virtual:asyncapi";
import "../docs/docs.css";

/** `/docs`: the wire's AsyncAPI document, for people. */
const place = document.getElementById("specification");
if (place !== null) {
  standalone.render({ schema: specification, config: { show: { errors: false } } }, place);
}
