/** A screen's acts as a toolbar, the rarer ones in a menu; one tab stop for all of them. */
import {
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Toolbar,
  ToolbarButton,
} from '@fluentui/react-components'
import { MoreHorizontal20Regular } from '@fluentui/react-icons'
import type { ReactElement, ReactNode } from 'react'
import { useMay } from '../api/me.ts'
import type { Action } from './action.ts'
import { runAct } from './run-act.ts'
import { useKeys } from './use-keys.ts'

export type ActionButtonsProps<Context> = {
  readonly name: string
  readonly actions: readonly Action<Context>[]
  readonly more?: readonly Action<Context>[]
  readonly moreLabel?: string
  /** With it the menu's button shows its label. */
  readonly moreIcon?: ReactElement
  readonly context: Context
}

export function ActionButtons<Context>(props: ActionButtonsProps<Context>): ReactNode {
  const { name, more = [], moreLabel = '', context } = props
  const may = useMay()
  const actions = props.actions.filter(({ permission }) => may(permission))
  const others = more.filter(({ permission }) => may(permission))
  useActionKeys([...actions, ...others], context)
  return (
    <Toolbar aria-label={name} size="small" className="acts">
      {actions.map((action) => (
        <ToolbarButton
          key={action.name}
          {...(action.icon !== undefined && { icon: action.icon })}
          disabled={!isEnabled(action, context)}
          onClick={() => runAct(action, context)}
        >
          {action.label(context)}
        </ToolbarButton>
      ))}
      {others.length > 0 && (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            {props.moreIcon === undefined ? (
              <ToolbarButton
                icon={<MoreHorizontal20Regular />}
                aria-label={moreLabel}
                title={moreLabel}
              />
            ) : (
              <ToolbarButton icon={props.moreIcon}>{moreLabel}</ToolbarButton>
            )}
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {others.map((action) => (
                <MenuItem
                  key={action.name}
                  {...(action.icon !== undefined && { icon: action.icon })}
                  disabled={!isEnabled(action, context)}
                  onClick={() => runAct(action, context)}
                >
                  {action.label(context)}
                </MenuItem>
              ))}
            </MenuList>
          </MenuPopover>
        </Menu>
      )}
    </Toolbar>
  )
}

export function isEnabled<Context>(action: Action<Context>, context: Context): boolean {
  return action.isEnabled?.(context) ?? true
}

/** A key does what its button does. */
export function useActionKeys<Context>(
  actions: readonly Action<Context>[],
  context: Context,
): void {
  useKeys((pressed) => {
    const action = actions.find(({ key }) => key === pressed)
    if (action === undefined || !isEnabled(action, context)) return undefined
    return () => runAct(action, context)
  })
}
