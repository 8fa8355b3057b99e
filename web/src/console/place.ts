/** Where in the console one is: an address without the sub-path that the server stands behind. */

export interface Place {
  /** `calls/c-17`: no slash at either end. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** The place of an address; `root` is the document's base, which the server has set. */
export function placeOf(address: URL, root: URL): Place {
  const below = address.pathname.startsWith(root.pathname)
    ? address.pathname.slice(root.pathname.length)
    : "";
  return { path: below.replace(/\/+$/, ""), query: address.searchParams };
}

/** The parts of a path after its first, decoded: `calls/a%2Fb` → `["a/b"]`. What cannot be decoded, in an
 * address that somebody typed, stands for itself. */
export function rest(place: Place): readonly string[] {
  return place.path.split("/").slice(1).map(decoded);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (fault) {
    if (fault instanceof URIError) return part;
    throw fault;
  }
}

/** A relative address of the console: `to("calls", ["c-17"], { t: 42 })` → `calls/c-17?t=42`. Parameters
 * that are `undefined` or empty are left out. */
export function to(
  screen: string,
  parts: readonly string[] = [],
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const path = [screen, ...parts.map(encodeURIComponent)].join("/");
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}
