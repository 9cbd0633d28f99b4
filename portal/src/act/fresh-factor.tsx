/**
 * Acts that destroy ask for a factor that was proved just now: the act waits, a window brings the proof, and the act
 * is done. What was typed stays where it is.
 */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { ApiError } from '../api/api-error.ts'
import { useMe } from '../api/me.ts'
import { queryClient } from '../api/query-client.ts'
import { leaveForSignIn } from '../auth/redirect.ts'
import { currentTenant } from '../auth/session.ts'
import { texts } from '../texts/texts.ts'
import { useSignInAgain } from './use-sign-in-again.ts'

/** The person did not want to. */
export class NotConfirmed extends Error {}

type Waiting = { readonly confirmed: () => void; readonly refused: () => void }

let openDialog: (waiting: Waiting) => void = ({ refused }) => refused()

/** Does the work, after a confirmation where the server wants one. Throws NotConfirmed. */
export async function withFreshFactor<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ApiError) || !error.needsFreshFactor) throw error
    await new Promise<void>((confirmed, reject) => {
      openDialog({ confirmed, refused: () => reject(new NotConfirmed()) })
    })
    return await work()
  }
}

export function FreshFactorDialog(): ReactNode {
  const [waiting, setWaiting] = useState<Waiting>()
  const { signIn, problem, isBlocked, reset } = useSignInAgain()
  const [, navigate] = useLocation()
  const { factors, signIn: needed } = useMe().data ?? {}
  const hasFactor = factors !== undefined && factors.passkeys + factors.codes > 0
  const hasNone = needed?.freshNeeded === true && !hasFactor
  const isPlain = !hasFactor && !hasNone
  const forget = useRef(reset)
  useEffect(() => {
    openDialog = (next) => {
      forget.current()
      setWaiting(next)
      // What is asked of this person may have changed since the page was opened.
      void queryClient.invalidateQueries({ queryKey: ['me'] })
    }
  }, [])

  function close(): void {
    waiting?.refused()
    setWaiting(undefined)
  }

  async function confirm(): Promise<void> {
    if (!(await signIn())) return
    await queryClient.invalidateQueries({ queryKey: ['me'] })
    waiting?.confirmed()
    setWaiting(undefined)
  }

  function goToAccount(): void {
    close()
    navigate('/me')
  }

  function openHere(): void {
    const tenant = currentTenant()
    if (tenant !== undefined)
      void leaveForSignIn({ tenant, returnTo: location.pathname + location.search, anew: true })
  }

  return (
    <Dialog open={waiting !== undefined} onOpenChange={(_, { open }) => !open && close()}>
      <DialogSurface className="dialog">
        <DialogBody>
          <DialogTitle>{texts.common.confirmTitle}</DialogTitle>
          <DialogContent>
            <p>
              {hasNone
                ? texts.common.noFactor
                : isPlain
                  ? texts.common.confirmPlain
                  : texts.common.confirmText}
            </p>
            {problem !== undefined && <p role="alert">{problem}</p>}
          </DialogContent>
          <DialogActions>
            {isBlocked && <Button onClick={openHere}>{texts.common.openHere}</Button>}
            <Button onClick={close}>{texts.common.cancel}</Button>
            {hasNone ? (
              <Button appearance="primary" onClick={goToAccount}>
                {texts.common.openAccount}
              </Button>
            ) : (
              <Button appearance="primary" onClick={() => void confirm()}>
                {texts.common.continue}
              </Button>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
