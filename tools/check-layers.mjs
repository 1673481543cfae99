// Fails on an import against the order of packages and of the rooms inside core (tools/layers.json), on an import cycle,
// on `node:` in a pure package, and on a package that uses what it does not declare.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const isTest = (file) => /\.(test|bench)\.tsx?$/.test(file) || file.includes(`${sep}test${sep}`)
const posix = (path) => path.split(sep).join('/')

function filesUnder(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'dist' || entry.name === 'node_modules' ? [] : filesUnder(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })
}

function importsOf(file) {
  return ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles.map((found) => found.fileName)
}

/** Checks the packages under `root`; returns a list of complaints, each naming the file and the import. */
export function checkLayers(root, layers) {
  const complaints = []
  const packagesFolder = join(root, 'packages')
  const folders = readdirSync(packagesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
  const manifests = new Map(
    folders.map((folder) => [folder, JSON.parse(readFileSync(join(packagesFolder, folder, 'package.json'), 'utf8'))]),
  )
  const folderOf = new Map([...manifests].map(([folder, manifest]) => [manifest.name, folder]))
  const graph = new Map()
  for (const folder of folders) {
    const rules = layers.packages[folder]
    if (rules === undefined) {
      complaints.push(`packages/${folder}: not in tools/layers.json`)
      continue
    }
    const manifest = manifests.get(folder)
    const declared = new Set(
      ['dependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) => Object.keys(manifest[key] ?? {})),
    )
    const source = join(packagesFolder, folder, 'src')
    for (const file of [...filesUnder(source), ...filesUnder(join(packagesFolder, folder, 'test'))]) {
      const name = posix(relative(root, file))
      const room = folder === 'core' ? posix(relative(source, file)).split('/')[0] : null
      const edges = []
      for (const specifier of importsOf(file)) {
        if (specifier.startsWith('.')) {
          const target = resolve(dirname(file), specifier)
          if (!target.startsWith(source) && !isTest(file))
            complaints.push(`${name}: imports "${specifier}", which lies outside its package's src`)
          edges.push(target)
          if (room !== null && !room.endsWith('.ts') && !isTest(file)) {
            const targetRoom = posix(relative(source, target)).split('/')[0]
            const allowed = layers.rooms[room]
            if (allowed === undefined) complaints.push(`${name}: room "${room}" is not in tools/layers.json`)
            else if (targetRoom !== room && !allowed.includes(targetRoom))
              complaints.push(`${name}: room "${room}" may not import from "${targetRoom}" ("${specifier}")`)
          }
          continue
        }
        if (isTest(file)) continue
        if (specifier.startsWith('node:')) {
          if (rules.pure) complaints.push(`${name}: "${specifier}" in a pure package`)
          continue
        }
        const packageName = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : specifier.split('/')[0]
        const sibling = folderOf.get(packageName)
        if (sibling !== undefined) {
          if (sibling !== folder && !rules.imports.includes(sibling)) complaints.push(`${name}: ${folder} may not import ${sibling}`)
        }
        if (sibling !== folder && !declared.has(packageName))
          complaints.push(`${name}: uses "${packageName}", which packages/${folder}/package.json does not declare`)
      }
      if (!isTest(file)) graph.set(file, edges)
    }
  }
  for (const cycle of findCycles(graph)) complaints.push(`import cycle: ${cycle.map((file) => posix(relative(root, file))).join(' → ')}`)
  return complaints
}

function findCycles(graph) {
  const state = new Map()
  const stack = []
  const cycles = []
  const visit = (file) => {
    state.set(file, 'open')
    stack.push(file)
    for (const target of graph.get(file) ?? []) {
      if (!graph.has(target)) continue
      if (state.get(target) === 'open') cycles.push([...stack.slice(stack.indexOf(target)), target])
      else if (!state.has(target)) visit(target)
    }
    stack.pop()
    state.set(file, 'done')
  }
  for (const file of graph.keys()) if (!state.has(file)) visit(file)
  return cycles
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
  const complaints = checkLayers(root, JSON.parse(readFileSync(join(root, 'tools', 'layers.json'), 'utf8')))
  for (const complaint of complaints) console.error(complaint)
  if (complaints.length > 0) process.exit(1)
}
