/** The page's end of the worker: one question at a time, each with its answer. */

import workerUrl from './import-worker.ts?worker&url'
import type { Answer, Ask } from './worker-messages.ts'

export type Checker = {
  readonly ask: (ask: Ask) => Promise<Answer>
  readonly end: () => void
}

/** Scripts of workers come from our own assets and from nowhere else. */
function trusted(url: string): string {
  const { trustedTypes } = window as unknown as { trustedTypes?: TrustedTypeFactory }
  if (trustedTypes === undefined) return checkedUrl(url)
  known ??= trustedTypes.createPolicy('taxiway-worker', {
    createScriptURL: checkedUrl,
  })
  return known.createScriptURL(url) as unknown as string
}

type TrustedTypeFactory = {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): object }
}

let known: ReturnType<TrustedTypeFactory['createPolicy']> | undefined

function checkedUrl(url: string): string {
  const { origin, pathname, href } = new URL(url, location.href)
  if (origin !== location.origin || !pathname.startsWith('/assets/'))
    throw new TypeError(`no script of ours: ${url}`)
  return href
}

export function startChecker(): Checker {
  const worker = new Worker(trusted(workerUrl), { type: 'module' })
  let last: Promise<unknown> = Promise.resolve()
  const put = (ask: Ask) =>
    new Promise<Answer>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Answer>) =>
        data.kind === 'failed' ? reject(new Error(data.message)) : resolve(data)
      worker.onerror = ({ message }) => reject(new Error(message))
      worker.postMessage(ask)
    })
  return {
    ask(ask) {
      const next = last.then(() => put(ask))
      last = next.catch(() => undefined)
      return next
    },
    // What was asked is answered first: rows may be about to be kept.
    end: () => void last.finally(() => worker.terminate()),
  }
}
