/** What a page shows instead of its content: nothing there, nothing found, not permitted, not reachable. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useEffect, useState } from 'react'
import { ApiError, Offline } from '../api/api-error.ts'
import { texts } from '../texts/texts.ts'
import { useIsFramed } from './framed.ts'
import { Page, useArrival } from './page.tsx'
import { Picture, type PictureName } from './pictures.tsx'

export type EmptyProps = {
  readonly picture: PictureName
  readonly title: string
  readonly text: string
  readonly children?: ReactNode
}

/** Where nothing has a title, this is the page. */
export function Empty({ picture, title, text, children }: EmptyProps): ReactNode {
  const isFramed = useIsFramed()
  useArrival(isFramed ? undefined : title)
  const Title = isFramed ? 'h2' : 'h1'
  return (
    <div className="empty">
      <Picture name={picture} />
      <Title>{title}</Title>
      <p>{text}</p>
      {children !== undefined && <div className="row centre">{children}</div>}
    </div>
  )
}

export function NoPermission({ message }: { message?: string }): ReactNode {
  return (
    <Empty
      picture="stop"
      title={texts.common.noPermissionTitle}
      text={message ?? texts.common.noPermission}
    />
  )
}

export function NotFound(): ReactNode {
  return (
    <Empty picture="windsock" title={texts.common.notFoundTitle} text={texts.common.notFound} />
  )
}

/** Above content that stays; what to do is one click away. */
export function ErrorBar({ error, onRetry }: { error: unknown; onRetry?: () => void }): ReactNode {
  const { message, requestId } = wordsOf(error)
  return (
    <div className="bar danger" role="alert">
      <span className="grow">
        {message}
        {requestId !== undefined && (
          <span className="quiet small"> {texts.common.requestId(requestId)}</span>
        )}
      </span>
      {onRetry !== undefined && (
        <Button size="small" onClick={onRetry}>
          {texts.common.tryAgain}
        </Button>
      )}
    </div>
  )
}

function wordsOf(error: unknown): { message: string; requestId?: string | undefined } {
  if (error instanceof ApiError) {
    const { status, code, message, requestId } = error
    return { message: status >= 500 ? texts.common.listFailed(code) : message, requestId }
  }
  if (error instanceof Offline) return { message: texts.common.unreachable }
  return { message: texts.common.listFailed(error instanceof Error ? error.name : 'error') }
}

export type LoadedProps<T> = {
  readonly query: {
    readonly data: T | undefined
    readonly error: unknown
    readonly refetch: () => unknown
  }
  readonly children: (data: T) => ReactNode
  /** Bones of the size that the content will have. */
  readonly bones?: ReactNode
}

/** What a query brought, or why it did not; what was there stays beside an error. */
export function Loaded<T>({ query, children, bones = <Bones /> }: LoadedProps<T>): ReactNode {
  const { data, error, refetch } = query
  const isFramed = useIsFramed()
  if (error instanceof ApiError && error.status === 403 && data === undefined)
    return <NoPermission message={error.message} />
  if (error instanceof ApiError && error.status === 404 && data === undefined)
    return <Empty picture="windsock" title={texts.common.gone} text={error.message} />
  if (error !== null && data === undefined && !isFramed)
    return (
      <Page title={texts.common.failedTitle}>
        <ErrorBar error={error} onRetry={() => void refetch()} />
      </Page>
    )
  return (
    <>
      {error !== null && <ErrorBar error={error} onRetry={() => void refetch()} />}
      {data !== undefined ? children(data) : error === null && bones}
    </>
  )
}

/** Nothing at first, so that what is quick does not flash; then the shape of what comes. */
export function Bones({ lines = 6 }: { lines?: number }): ReactNode {
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), 150)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div
      className={isShown ? 'bones' : 'bones hushed'}
      role="status"
      aria-label={texts.common.loading}
    >
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
        <span key={line} />
      ))}
    </div>
  )
}
