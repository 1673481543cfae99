/** What tells files apart: their names without the folder and the ending that all of them share. */
export function shortNames(files: readonly string[]): (file: string) => string {
  const first = files[0]
  if (files.length < 2 || first === undefined) {
    const base = first === undefined ? 0 : Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')) + 1
    return (file) => (file === first ? file.slice(base) : file)
  }
  let folder = first.lastIndexOf('/') + 1
  while (folder > 0 && !files.every((file) => file.startsWith(first.slice(0, folder)))) folder = first.lastIndexOf('/', folder - 2) + 1
  const name = first.slice(folder)
  const dot = name.indexOf('.', 1)
  let ending = dot > 0 ? name.slice(dot) : ''
  while (ending !== '' && !files.every((file) => file.endsWith(ending) && file.length > folder + ending.length)) {
    const next = ending.indexOf('.', 1)
    ending = next === -1 ? '' : ending.slice(next)
  }
  return (file) => file.slice(folder, ending === '' ? undefined : -ending.length)
}
