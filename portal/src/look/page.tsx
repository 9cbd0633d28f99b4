/** The frame of a screen: its one title, what can be done, its content; and the title of the window. */
import { type ReactNode, useEffect } from 'react'
import { focusContent } from '../act/lost-focus.ts'
import { texts } from '../texts/texts.ts'

export type PageProps = {
  readonly title: string
  /** The way to here. */
  readonly above?: ReactNode
  /** Beside the title. */
  readonly aside?: ReactNode
  readonly children: ReactNode
  /** The content fills the window and scrolls by itself. */
  readonly isFull?: boolean
}

export function Page({ title, above, aside, children, isFull = false }: PageProps): ReactNode {
  useEffect(() => {
    document.title = `${title} – ${texts.common.product}`
  }, [title])
  useEffect(focusContent, [])
  return (
    <div className={isFull ? 'page full' : 'page'}>
      {above}
      <div className="page-head">
        <h1 title={title}>{title}</h1>
        {aside}
      </div>
      {children}
    </div>
  )
}
