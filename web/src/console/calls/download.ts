import type { Api } from "../api.ts";

/** Fetch a file with the token, and hand it to the browser to keep. Throws as {@link Api.send} does. */
export async function download(api: Api, path: string, name: string): Promise<void> {
  const response = await api.send("GET", path);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name.replaceAll(/[/\\]/g, "_");
  link.click();
  URL.revokeObjectURL(url);
}
