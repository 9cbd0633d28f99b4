/** The focus after something that had it is gone from the page. */
const contentId = 'content'

/** Nothing that a person chose has it. */
export function isFocusLost(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || activeElement.id === contentId
}

/** The first page begins where the browser begins, with the way past the navigation. */
let isFirst = true

/** To the content of a page that was gone to: keys scroll it then, and a screen reader goes on there. */
export function focusContent(): void {
  if (!isFirst && isFocusLost()) document.getElementById(contentId)?.focus({ preventScroll: true })
  isFirst = false
}
