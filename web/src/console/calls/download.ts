import type { ReactiveController, ReactiveControllerHost } from "lit";
import { type Api, ApiError } from "../api.ts";

/** Files that somebody asks for: on their way, handed to the browser, or not to be had. */
export class Saving implements ReactiveController {
  fault: ApiError | undefined;
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.fault = undefined;
  }

  /** Fetch a file with the token, and hand it to the browser to keep. */
  async save(api: Api, path: string, name: string): Promise<void> {
    this.fault = undefined;
    this.#host.requestUpdate();
    try {
      const response = await api.send("GET", path);
      hand(await response.blob(), name);
    } catch (fault) {
      if (fault instanceof ApiError) this.fault = fault;
      else if (fault instanceof TypeError) this.fault = new ApiError(0, null); // cut off on the way
      else throw fault;
    }
    this.#host.requestUpdate();
  }
}

function hand(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name.replaceAll(/[/\\]/g, "_");
  link.click();
  URL.revokeObjectURL(url);
}
