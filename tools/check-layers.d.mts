export interface Layers {
  readonly packages: Readonly<Record<string, { readonly imports: readonly string[]; readonly pure: boolean }>>
  readonly rooms: Readonly<Record<string, readonly string[]>>
}
export function checkLayers(root: string, layers: Layers): string[]
