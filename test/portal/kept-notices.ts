/** Notices disappear after some seconds: what each one said is kept in its page, for a test that looks later. */
import type { BrowserContext } from 'playwright-core'

/** For one step on a busy machine. ms */
const patience = 60_000

/** `untilNoticed` resolves once there was a notice with these words, and takes it off the list. */
const keep = `(() => {
  const all = []
  const seen = new WeakSet()
  let look = () => undefined
  globalThis.untilNoticed = (words) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('No notice said: ' + words + ' Others: ' + all.join(' '))), ${patience})
    look = () => {
      const at = all.findIndex((each) => each.toLowerCase().includes(words.toLowerCase()))
      if (at === -1) return
      all.splice(at, 1)
      look = () => undefined
      clearTimeout(timer)
      resolve()
    }
    look()
  })
  new MutationObserver(() => {
    for (const title of document.querySelectorAll('.fui-ToastTitle'))
      if (!seen.has(title)) {
        seen.add(title)
        all.push(title.textContent)
      }
    look()
  }).observe(document, { childList: true, subtree: true })
})()`

export async function keepNotices(context: BrowserContext): Promise<void> {
  await context.addInitScript(keep)
}
