/** How much of a list is here and was searched, where that is not all of it. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { LongList } from '../api/long-list.ts'
import { texts } from '../texts/texts.ts'

type ReadSoFarProps = {
  readonly all: number
  readonly found: number
  readonly rest: LongList<unknown>['rest']
}

export function ReadSoFar({ all, found, rest }: ReadSoFarProps): ReactNode {
  const { foundOf, soFar, firstOnly } = texts.common
  if (rest === undefined && found === all) return null
  return (
    <div className="grid-foot">
      <span role="status">
        {rest === 'coming' && soFar(all)}
        {typeof rest === 'function' && firstOnly(all)}
        {found !== all && ` ${foundOf(found, all)}`}
      </span>
      {typeof rest === 'function' && (
        <Button size="small" onClick={rest}>
          {texts.common.more}
        </Button>
      )}
    </div>
  )
}
