/** Whether a key press belongs to a field that is typed into, or to the browser. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true
  const element = event.target instanceof HTMLElement ? event.target : null
  return element?.matches('input, textarea, select, [contenteditable]') ?? false
}
