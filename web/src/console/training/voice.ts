/** The trainee's voice as a draft: what was recognised, and how long it took to say. */

import type { Lang } from "../../i18n/words.ts";
import { type Recognition, heard, recognition } from "./speech.ts";

export interface Hears {
  /** What was recognised so far. */
  onHeard(text: string): void;
  /** It is over; `fault`: nothing was heard, or the browser may not listen. */
  onEnd(fault: "unheard" | "noMicrophone" | null): void;
}

export class Voice {
  #recognition: Recognition | null = null;
  #began = 0;
  #text = "";
  #took = 0;

  get listening(): boolean {
    return this.#recognition !== null;
  }

  start(language: Lang, hears: Hears): void {
    const made = recognition(language);
    if (made === null) return;
    this.#recognition = made;
    this.#began = performance.now();
    this.#text = "";
    let fault: "noMicrophone" | null = null;
    made.onresult = (event) => {
      this.#text = heard(event);
      this.#took = Math.round(performance.now() - this.#began);
      hears.onHeard(this.#text);
    };
    made.onerror = ({ error }) => {
      if (error === "not-allowed" || error === "service-not-allowed") fault = "noMicrophone";
    };
    made.onend = () => {
      this.#recognition = null;
      hears.onEnd(fault ?? (this.#text === "" ? "unheard" : null));
    };
    made.start();
  }

  stop(): void {
    this.#recognition?.stop();
  }

  /** Stops without another word: what was heard has been said. */
  drop(): void {
    const made = this.#recognition;
    if (made === null) return;
    made.onresult = made.onerror = made.onend = null;
    this.#recognition = null;
    made.stop();
  }

  /** How long a text took to say, ms; undefined for one that was typed, or changed by hand. */
  took(text: string): number | undefined {
    return text !== "" && text === this.#text.trim() ? Math.max(300, this.#took) : undefined;
  }
}
