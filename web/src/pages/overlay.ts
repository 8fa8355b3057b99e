import "./page.css";
import "../index.ts";
import { fragment } from "./fragment.ts";

/** `/overlay#token=…&agent=…[&lang=…][&theme=…][&chord=…]` */
const overlay = document.createElement("assist-overlay");
for (const name of ["agent", "token", "src", "lang", "theme", "chord", "docked"]) {
  const value = fragment().get(name);
  if (value !== null) overlay.setAttribute(name, value);
}
const main = document.createElement("main");
main.append(overlay);
document.body.append(main);

// Another token or agent in the fragment is another overlay.
addEventListener("hashchange", () => {
  location.reload();
});
