/** One fetch for several: the first part of the path says which. Another path is answered with 404 and the ones that there are. */
export function routeByPath(routes: ReadonlyMap<string, typeof globalThis.fetch>): typeof globalThis.fetch {
  return async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    const first = pathname.split('/')[1] ?? ''
    const route = [...routes].find(([name]) => encodeURIComponent(name) === first || name === first)?.[1]
    if (route) return route(input, init)
    const error = { code: -32_000, message: `no recordings at this path; there are: ${[...routes.keys()].join(', ')}` }
    return Response.json({ jsonrpc: '2.0', id: null, error }, { status: 404 })
  }
}
