import type { ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { speakMore } from '../i18n/current.ts'
import { Waiting } from './states.tsx'

const loaded = new Map<string, ComponentType>()

/** A page whose code is loaded when it is first opened. */
export function Later({ name, load }: { readonly name: string; readonly load: () => Promise<ComponentType> }): JSX.Element {
  const [, setCount] = useState(0)
  const Page = loaded.get(name)
  useEffect(() => {
    if (loaded.has(name)) return
    void Promise.all([load(), speakMore()]).then(([page]) => {
      loaded.set(name, page)
      setCount((count) => count + 1)
    })
  }, [name])
  return Page === undefined ? <Waiting height="page" /> : <Page />
}
