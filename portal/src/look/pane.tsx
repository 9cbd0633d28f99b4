/** A pane at the right; leaving it with something typed asks first. */
import {
  Button,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  OverlayDrawer,
} from '@fluentui/react-components'
import { Dismiss20Regular } from '@fluentui/react-icons'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useFloor } from '../act/pane-floor.ts'
import { useUnsaved } from '../act/unsaved.ts'
import { useReturnFocus } from '../act/use-return-focus.ts'
import { texts } from '../texts/texts.ts'
import { Framed } from './framed.ts'

export type PaneProps = {
  readonly title: string
  readonly isDirty: boolean
  readonly onClose: () => void
  readonly onSubmit?: () => void
  readonly footer: ReactNode
  readonly children: ReactNode
}

const { common } = texts

export function Pane({
  title,
  isDirty,
  onClose,
  onSubmit,
  footer,
  children,
}: PaneProps): ReactNode {
  useReturnFocus()
  useUnsaved(isDirty)
  const [asks, setAsks] = useState(false)
  const leave = () => (isDirty ? setAsks(true) : onClose())
  const form = useRef<HTMLFormElement>(null)
  const foot = useRef<HTMLDivElement>(null)
  useFloor(foot)
  useEffect(() => {
    // After the drawer has put the focus on its first button.
    const frame = requestAnimationFrame(() =>
      form.current
        ?.querySelector<HTMLElement>('input:enabled, select:enabled, textarea:enabled')
        ?.focus(),
    )
    return () => cancelAnimationFrame(frame)
  }, [])
  function submit(event: FormEvent): void {
    event.preventDefault()
    event.stopPropagation()
    onSubmit?.()
  }
  return (
    <OverlayDrawer
      open
      position="end"
      className="drawer"
      aria-label={title}
      onOpenChange={(_, { open }) => !open && leave()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button
              appearance="subtle"
              icon={<Dismiss20Regular />}
              aria-label={common.close}
              onClick={leave}
            />
          }
        >
          <span className="outside">{title}</span>
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        {asks && (
          <div className="bar warning" role="alert">
            <span className="grow">
              <strong>{common.discardTitle}</strong> {common.discardText}
            </span>
            <Button size="small" onClick={() => setAsks(false)}>
              {common.keepEditing}
            </Button>
            <Button size="small" appearance="primary" onClick={onClose}>
              {common.discard}
            </Button>
          </div>
        )}
        <form ref={form} className="form" id="pane" onSubmit={submit}>
          <Framed value>{children}</Framed>
        </form>
      </DrawerBody>
      <div ref={foot} className="pane-foot">
        <DrawerFooter>{footer}</DrawerFooter>
      </div>
    </OverlayDrawer>
  )
}
