/** A secret that is shown now and never again. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { notify } from '../../act/notify.tsx'
import { copyText } from '../../look/clipboard.ts'
import { texts } from '../../texts/texts.ts'

export function ShownOnce({
  title,
  text,
  secret,
}: {
  title: string
  text: string
  secret: string
}): ReactNode {
  return (
    <section className="card stack" role="status">
      <h2>{title}</h2>
      <p>{text}</p>
      <div className="row">
        <code className="code grow">{secret}</code>
        <Button
          onClick={() => void copyText(secret).then(() => notify({ text: texts.common.copied }))}
        >
          {texts.common.copy}
        </Button>
      </div>
    </section>
  )
}
