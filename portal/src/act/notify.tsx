/** Short messages at the edge: what was done, with the way back where there is one. */
import {
  Link,
  Toast,
  ToastBody,
  Toaster,
  ToastFooter,
  ToastTitle,
  useId,
  useToastController,
} from '@fluentui/react-components'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { Offline } from '../api/api-error.ts'
import { texts } from '../texts/texts.ts'
import { currentFloor, onFloor } from './pane-floor.ts'

export type Notice = {
  readonly text: string
  readonly detail?: string
  /** Errors and warnings stay until they are closed. */
  readonly intent?: 'success' | 'info' | 'warning' | 'error'
  readonly action?: { readonly label: string; readonly run: () => void }
}

let show: (notice: Notice) => void = () => undefined

export function notify(notice: Notice): void {
  show(notice)
}

export function notifyError(error: unknown): void {
  notify({ text: wordsOf(error), intent: 'error' })
}

/** What the browser says of a request that did not arrive helps nobody. */
function wordsOf(error: unknown): string {
  if (error instanceof Offline) return texts.common.unreachable
  return error instanceof Error ? error.message : String(error)
}

/** The only way there by the keyboard, also out of a pane that holds the focus. */
const shortcuts = { focus: ({ key }: KeyboardEvent) => key === 'F8' }

export function Notices({ isNarrow }: { isNarrow: boolean }): ReactNode {
  const toasterId = useId('notices')
  const [place, setPlace] = useState<HTMLElement | null>(null)
  const { dispatchToast, dismissToast } = useToastController(toasterId)
  useEffect(() => {
    let last = 0
    show = ({ text, detail, intent = 'success', action }) => {
      const toastId = `notice-${++last}`
      const close = () => dismissToast(toastId)
      dispatchToast(
        <Toast>
          <ToastTitle
            action={
              <Link as="button" onClick={close}>
                {texts.common.close}
              </Link>
            }
          >
            {text}
          </ToastTitle>
          {detail !== undefined && <ToastBody>{detail}</ToastBody>}
          {action !== undefined && (
            <ToastFooter>
              <Link
                as="button"
                onClick={() => {
                  close()
                  action.run()
                }}
              >
                {action.label}
              </Link>
            </ToastFooter>
          )}
        </Toast>,
        {
          toastId,
          intent,
          timeout: intent === 'error' || intent === 'warning' ? -1 : action ? 20_000 : 8_000,
          pauseOnHover: true,
        },
      )
    }
  }, [dispatchToast, dismissToast])
  const floor = useSyncExternalStore(onFloor, currentFloor)
  // Above the bar of a phone, which leads on, and above the buttons of a pane.
  const offset = { vertical: Math.max(isNarrow ? 68 : 16, floor + 8), horizontal: 20 }
  // A pane or dialog hides the rest of the page from assistive technology, but not what is said about its own work.
  return (
    <div ref={setPlace} className="notices" data-tabster-never-hide="">
      <Toaster
        toasterId={toasterId}
        mountNode={place}
        position="bottom-end"
        offset={offset}
        shortcuts={shortcuts}
        pauseOnHover
        limit={4}
      />
    </div>
  )
}
