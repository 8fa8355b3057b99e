/** The customer's voice and the trainee's, where the browser has them. */

import type { Lang } from "../../i18n/words.ts";

/** The part of the Web Speech API's recognition that is used; no type library has it. */
export interface Recognition {
  lang: string;
  interimResults: boolean;
  continuous: boolean;
  onresult: ((event: RecognitionEvent) => void) | null;
  onerror: ((event: { readonly error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
}

export interface RecognitionEvent {
  readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }>>;
}

interface WithRecognition {
  readonly SpeechRecognition?: new () => Recognition;
  readonly webkitSpeechRecognition?: new () => Recognition;
}

const TAGS: Readonly<Record<Lang, string>> = { zh: "zh-CN", en: "en-GB" };

export function canSpeak(): boolean {
  return "speechSynthesis" in globalThis;
}

/** Says a line as the customer does; what was being said is cut off. */
export function speak(text: string, language: Lang, voice: { rate: number; pitch: number }, pace: number): void {
  if (!canSpeak()) return;
  speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = TAGS[language];
  utterance.rate = Math.min(4, voice.rate * pace);
  utterance.pitch = voice.pitch;
  speechSynthesis.speak(utterance);
}

export function hush(): void {
  if (canSpeak()) speechSynthesis.cancel();
}

/** The browser's recognition, set up for a language; null where it has none. */
export function recognition(language: Lang): Recognition | null {
  const { SpeechRecognition, webkitSpeechRecognition } = globalThis as WithRecognition;
  const Made = SpeechRecognition ?? webkitSpeechRecognition;
  if (Made === undefined) return null;
  const made = new Made();
  made.lang = TAGS[language];
  made.interimResults = true;
  made.continuous = true;
  return made;
}

export function canListen(): boolean {
  const { SpeechRecognition, webkitSpeechRecognition } = globalThis as WithRecognition;
  return (SpeechRecognition ?? webkitSpeechRecognition) !== undefined;
}

/** All that was recognised so far, as one text. */
export function heard({ results }: RecognitionEvent): string {
  return Array.from(results, (result) => result[0]?.transcript ?? "").join("");
}
