/** All commands with their options, as plain data: what completion and manual pages are made from. */
import type { Command, Option } from 'commander'
import { completionsOf } from '../completions.ts'
import { examplesOf } from '../examples.ts'

export type CommandNode = {
  /** The words that lead to it: '' for the program itself, such as 'devices list'. */
  readonly place: string
  readonly name: string
  /** One line. */
  readonly summary: string
  /** May have several lines. */
  readonly description: string
  /** How its arguments and options are written, such as '[options] <file...>'. */
  readonly usage: string
  readonly options: readonly OptionNode[]
  readonly commands: readonly CommandNode[]
  /** As its help ends with them; '' if there are none. */
  readonly examples: string
}

export type OptionNode = {
  /** As the help shows it, such as '-o, --output <format>'. */
  readonly flags: string
  /** Each spelling, such as '-o' and '--output'. */
  readonly names: readonly string[]
  readonly description: string
  readonly takesValue: boolean
  readonly choices: readonly string[]
}

export function treeOf(command: Command, place = ''): CommandNode {
  const help = command.createHelp()
  const inside = (name: string) => (place === '' ? name : `${place} ${name}`)
  return {
    place,
    name: command.name(),
    summary: oneLine(command.summary() || firstSentence(command.description())),
    description: command.description(),
    usage: command.usage(),
    options: help.visibleOptions(command).map(optionNode),
    commands: help
      .visibleCommands(command)
      .map((each) => treeOf(each as Command, inside(each.name()))),
    examples: examplesOf(command),
  }
}

/** The command and all that are below it, outermost first. */
export function flattened(node: CommandNode): readonly CommandNode[] {
  return [node, ...node.commands.flatMap(flattened)]
}

/** Options of every command, with those of the program. */
export function optionsAt(root: CommandNode, node: CommandNode): readonly OptionNode[] {
  if (node.place === '') return node.options
  const own = new Set(node.options.flatMap(({ names }) => names))
  return [
    ...node.options,
    ...root.options.filter(({ names }) => !names.some((each) => own.has(each))),
  ]
}

function optionNode(option: Option): OptionNode {
  return {
    flags: option.flags,
    names: [option.short, option.long].filter((each) => each !== undefined),
    description: oneLine(option.description),
    takesValue: option.required || option.optional,
    choices: completionsOf(option),
  }
}

const firstSentence = (text: string): string => /^.*?(?=\. |$)/s.exec(text)?.[0] ?? ''

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
