import type { Label } from '@logitscope/core'
import type { ControlStore } from '@logitscope/store'

const PAGE = 1_000

/** Every label that holds, oldest first, in pages behind the scenes. */
export async function* labelsInForce(control: Pick<ControlStore, 'labels'>): AsyncGenerator<Label, void, undefined> {
  let after: string | undefined
  do {
    const page = await control.labels({ limit: PAGE, ...(after === undefined ? {} : { after }) })
    yield* page.items
    after = page.next ?? undefined
  } while (after !== undefined)
}
