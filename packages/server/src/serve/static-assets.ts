import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

interface Variant {
  readonly encoding: 'br' | 'gzip' | null
  readonly file: string
  readonly bytes: number
}

interface Asset {
  readonly type: string
  readonly immutable: boolean
  /** Smallest first. */
  readonly variants: readonly Variant[]
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}

const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

/** Where the built pages are: in the package, or beside it in a clone; `null` where there are none. */
export function findAssets(): string | null {
  const places = ['../../assets', '../../../dashboard/dist'].map((place) => fileURLToPath(new URL(place, import.meta.url)))
  return places.find((place) => existsSync(join(place, 'index.html'))) ?? null
}

const NO_PAGES = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>logitscope</title>
<h1>logitscope is running</h1><p>The pages are not built. Stop it, run <code>node tools/start.mjs --build-only</code> in the clone, and start it again.</p>
<p>The API is at <a href="/api/openapi.json">/api/openapi.json</a>.</p></html>`

async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

async function listAssets(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const assets = new Map<string, Asset>()
  const files = new Set(await listFiles(folder))
  for (const file of files) {
    const type = TYPES[extname(file)]
    if (type === undefined) continue
    const variants: Variant[] = [{ encoding: null, file, bytes: (await stat(file)).size }]
    for (const [encoding, suffix] of ENCODINGS)
      if (files.has(file + suffix)) variants.push({ encoding, file: file + suffix, bytes: (await stat(file + suffix)).size })
    variants.sort((a, b) => a.bytes - b.bytes)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    // A name with a fingerprint never changes what it means.
    assets.set(path, { type, immutable: /[-.][\w-]{8,}\.\w+$/.test(path) && !path.endsWith('.html'), variants })
  }
  return assets
}

const accepts = (header: string, encoding: string): boolean =>
  header.split(',').some((part) => {
    const [name, ...parameters] = part.trim().toLowerCase().split(';')
    return name?.trim() === encoding && !parameters.some((parameter) => /^\s*q=0(?:\.0+)?\s*$/.test(parameter))
  })

export interface StaticPages {
  /** The file of a path; pages that the browser draws by itself (no dot in the last part) get the index. `null`: there is none. */
  readonly answer: (path: string, acceptEncoding: string) => Promise<Response | null>
}

async function send(asset: Asset, acceptEncoding: string): Promise<Response> {
  const variant = asset.variants.find(({ encoding }) => encoding === null || accepts(acceptEncoding, encoding))!
  return new Response(await readFile(variant.file), {
    headers: {
      'content-type': asset.type,
      'cache-control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(variant.encoding === null ? {} : { 'content-encoding': variant.encoding }),
    },
  })
}

/** Files are found in a list made at the start, so that no path of a request ever reaches the file system. */
export async function createStaticPages(folder: string | null): Promise<StaticPages> {
  if (folder === null) {
    return {
      answer: (path) =>
        Promise.resolve(
          /\.\w+$/.test(path)
            ? null
            : new Response(NO_PAGES, { headers: { 'content-type': TYPES['.html']!, 'cache-control': 'no-cache' } }),
        ),
    }
  }
  const assets = await listAssets(folder)
  return {
    async answer(path, acceptEncoding) {
      const asset = assets.get(path) ?? (/\.\w+$/.test(path) ? undefined : assets.get('/index.html'))
      return asset === undefined ? null : send(asset, acceptEncoding)
    },
  }
}
