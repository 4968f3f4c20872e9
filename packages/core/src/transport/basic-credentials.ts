/**
 * What follows `Basic ` in the header that the credentials of a URL become (RFC 7617, as UTF-8). Undefined where it has none. Text that
 * is no percent encoding is taken as it stands.
 */
export function basicCredentials(url: URL): string | undefined {
  if (!url.username && !url.password) return undefined
  const bytes = new TextEncoder().encode(`${decoded(url.username)}:${decoded(url.password)}`)
  return btoa(String.fromCharCode(...bytes))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
