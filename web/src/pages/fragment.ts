/** What a page is told in its URL fragment, which browsers never send to a server. */
export function fragment(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}
