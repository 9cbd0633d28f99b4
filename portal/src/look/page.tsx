/** The frame of a screen: its one title, what can be done, its content; and the title of the window. */
import { type ReactNode, useEffect } from 'react'
import { focusContent } from '../act/lost-focus.ts'
import { texts } from '../texts/texts.ts'
import { Framed } from './framed.ts'

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
  useArrival(title)
  return (
    <div className={isFull ? 'page full' : 'page'}>
      {above}
      <div className="page-head">
        <h1 title={title}>{title}</h1>
        {aside}
      </div>
      <Framed value>{children}</Framed>
    </div>
  )
}

/** The window has the page's title, and the focus is where the page begins. Undefined: it is not a page. */
export function useArrival(title: string | undefined): void {
  const isPage = title !== undefined
  useEffect(() => {
    if (title !== undefined) document.title = `${title} – ${texts.common.product}`
  }, [title])
  useEffect(() => {
    if (isPage) focusContent()
  }, [isPage])
}
