import { formatForRequest, type Route } from '@logitscope/adapters'

const MOST = 500
/** A longer path is not remembered: it is made for one request. */
const LONGEST = 300

/** `formatForRequest` by method and path alone, which are nearly always the same few. Targets with a query, which may hold a key, are not kept. */
export function createRouteCache(): (method: string, path: string) => Route | null {
  const known = new Map<string, Route | null>()
  return (method, path) => {
    const key = `${method} ${path}`
    const found = known.get(key)
    if (found !== undefined) return found
    const route = formatForRequest({ method, path })
    if (key.length > LONGEST || path.includes('?')) return route
    if (known.size >= MOST) known.clear()
    known.set(key, route)
    return route
  }
}
