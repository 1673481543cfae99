/** How many exports run at once. */
export interface ExportRoom {
  /** Gives what ends the stay, to be called any number of times; `null` where as many run as may. */
  readonly enter: () => (() => void) | null
}

/** @param most exports at once, at least 1. */
export function createExportRoom(most: number): ExportRoom {
  let inside = 0
  return {
    enter() {
      if (inside >= most) return null
      inside += 1
      let hasLeft = false
      return () => {
        if (hasLeft) return
        hasLeft = true
        inside -= 1
      }
    },
  }
}
