/** As much of a WebSocket as is used; the browser's, Node's, or that of the package `ws`. */
export interface Socket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export type OpenSocket = (url: string) => Socket;

/** The global one: of browsers, and of Node.js from 22 on. */
export const openSocket: OpenSocket = (url) => new WebSocket(url);
