/** What a pane ends with: its act, and the way out. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'

const { common } = texts

type PaneFooterProps = {
  /** The words of the act that submits the pane; false where it is done, or not the reader's to do. */
  readonly act: string | false
  readonly disabled?: boolean
  /** Further acts, between the first one and the way out. */
  readonly children?: ReactNode
  readonly leave?: string
  readonly onClose: () => void
}

export function PaneFooter({
  act,
  disabled = false,
  children,
  leave = common.close,
  onClose,
}: PaneFooterProps): ReactNode {
  return (
    <>
      {act !== false && (
        <Button type="submit" form="pane" appearance="primary" disabled={disabled}>
          {act}
        </Button>
      )}
      {children}
      <Button onClick={onClose}>{leave}</Button>
    </>
  )
}
