import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkLayers } from './check-layers.mjs'

const layers = {
  packages: { core: { imports: [], pure: true }, server: { imports: ['core'], pure: false } },
  rooms: { numeric: [], trace: ['numeric'] },
}
let root = ''

function write(files: Readonly<Record<string, string>>): void {
  const manifests = {
    'packages/core/package.json': '{"name":"@x/core"}',
    'packages/server/package.json': '{"name":"@x/server","dependencies":{"@x/core":"1","hono":"1"}}',
  }
  for (const [name, text] of Object.entries({ ...manifests, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'layers-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

it.each([
  [
    'an allowed import',
    { 'packages/core/src/trace/a.ts': `import { b } from '../numeric/b.ts'`, 'packages/core/src/numeric/b.ts': '' },
    null,
  ],
  [
    'an import against the order of rooms',
    { 'packages/core/src/numeric/a.ts': `import { b } from '../trace/b.ts'`, 'packages/core/src/trace/b.ts': '' },
    'room "numeric" may not import from "trace"',
  ],
  [
    'a type-only import against the order',
    { 'packages/core/src/numeric/a.ts': `import type { b } from '../trace/b.ts'`, 'packages/core/src/trace/b.ts': '' },
    'may not import from "trace"',
  ],
  [
    'an unknown room',
    { 'packages/core/src/attic/a.ts': `import { b } from '../numeric/b.ts'`, 'packages/core/src/numeric/b.ts': '' },
    'room "attic" is not in',
  ],
  [
    'an import against the order of packages',
    { 'packages/core/src/numeric/a.ts': `export * from '@x/server'` },
    'core may not import server',
  ],
  [
    'node: in a pure package',
    { 'packages/core/src/numeric/a.ts': `import { readFileSync } from 'node:fs'` },
    '"node:fs" in a pure package',
  ],
  ['node: in a test of a pure package', { 'packages/core/src/numeric/a.test.ts': `import { readFileSync } from 'node:fs'` }, null],
  ['an undeclared dependency', { 'packages/server/src/a.ts': `import { z } from 'zod'` }, 'uses "zod"'],
  ['a declared dependency with a subpath', { 'packages/server/src/a.ts': `import { cors } from 'hono/cors'` }, null],
  ['a dynamic import that is undeclared', { 'packages/server/src/a.ts': `export const load = () => import('undici')` }, 'uses "undici"'],
  [
    'a cycle',
    { 'packages/server/src/a.ts': `import { b } from './b.ts'`, 'packages/server/src/b.ts': `import { a } from './a.ts'` },
    'import cycle: packages/server/src/a.ts → packages/server/src/b.ts → packages/server/src/a.ts',
  ],
  [
    'a way out of the package',
    { 'packages/server/src/a.ts': `import { b } from '../../core/src/numeric/b.ts'`, 'packages/core/src/numeric/b.ts': '' },
    "outside its package's src",
  ],
] as const)('%s', (_, files, complaint) => {
  write(files)
  const complaints = checkLayers(root, layers)
  if (complaint === null) expect(complaints).toEqual([])
  else expect(complaints.join('\n')).toContain(complaint)
})
