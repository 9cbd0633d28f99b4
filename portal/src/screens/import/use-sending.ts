/** Sends what was checked in as few pieces as the server takes; what is not acknowledged outlives the page. */
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useLocation } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { importsKey } from '../../api/imports.ts'
import { useMe } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { texts } from '../../texts/texts.ts'
import { forgetPiece, type Piece, unsentOf } from '../../unsent.ts'
import type { Checker } from './checker.ts'
import {
  currentSending,
  isAnyTabSending,
  onSending,
  sendPieces,
  whenNobodySends,
  whileSending,
} from './sending.ts'
import type { CheckedFile, Overrides } from './worker-messages.ts'

const { importing } = texts
const ownPath = '/import'

type Checked = { readonly files: readonly CheckedFile[]; readonly good: number }

export function useSending(
  checker: { readonly current: Checker | undefined },
  { files, good }: Checked,
  overrides: Overrides,
) {
  const { data: me } = useMe()
  const [, navigate] = useLocation()
  const sending = useSyncExternalStore(onSending, currentSending)
  const isSending = sending !== undefined
  const [left, setLeft] = useState<readonly Piece[]>([])
  const key = useRef({ of: '', value: '' })
  const owner = me === undefined ? undefined : `${me.tenant.id} ${me.user.id}`
  const look = useCallback(async () => {
    if (owner !== undefined) setLeft(await unsentOf(owner))
  }, [owner])
  const [isSentElsewhere, setIsSentElsewhere] = useState(false)
  useEffect(() => {
    if (isSending) return undefined
    const waiting = new AbortController()
    // What another tab has in hand is not left over.
    void isAnyTabSending().then((isBusy) => {
      if (!waiting.signal.aborted) setIsSentElsewhere(isBusy)
    })
    void whenNobodySends(waiting.signal, async () => {
      await look()
      setIsSentElsewhere(false)
    }).catch(() => undefined)
    return () => waiting.abort()
  }, [look, isSending])

  async function pieces(): Promise<readonly Piece[]> {
    const used = files.filter((file) => file.good > 0)
    const label = importing.label(used[0]?.name ?? '', used.length - 1)
    // What is sent otherwise is another import, even if the one before came to nothing.
    const of = JSON.stringify([used.map(({ id, good: n }) => [id, n]), overrides])
    if (key.current.of !== of) key.current = { of, value: crypto.randomUUID() }
    const maxRows = me?.server.maxImportRows ?? 5_000
    const cut = { owner: owner ?? '', key: key.current.value, label, maxRows }
    const said = await checker.current?.ask({ kind: 'cut', cut, overrides })
    return said?.kind === 'pieces' ? said.pieces : []
  }

  async function sendAll(list: () => Promise<readonly Piece[]>, all: number): Promise<void> {
    const made: string[] = []
    let count = 0
    const isDone = await attempt(() =>
      whileSending(all, async () => {
        const found = await list()
        count = found.length
        made.push(...(await sendPieces(found)))
      }),
    )
    const [first] = made
    if (first !== undefined) void queryClient.invalidateQueries({ queryKey: importsKey })
    if (!isDone || first === undefined || made.length < count) return
    key.current = { of: '', value: '' }
    const result = made.length > 1 ? '/imports' : `/imports/${encodeURIComponent(first)}`
    if (location.pathname === ownPath) navigate(result)
    else
      notify({
        text: importing.sentAll(all),
        action: { label: importing.seeResult, run: () => navigate(result) },
      })
  }

  return {
    sending,
    /** Another tab of this browser sends. */
    isSentElsewhere: isSentElsewhere && !isSending,
    /** From before: a page that was closed, or a piece that could not be sent. */
    left,
    send: () => sendAll(pieces, good),
    sendLeft: () =>
      sendAll(
        () => Promise.resolve(left),
        left.reduce((sum, { count }) => sum + count, 0),
      ),
    async forgetLeft(): Promise<void> {
      for (const each of left) await forgetPiece(each)
      await look()
    },
  }
}
