/** Completion for Bash 4 and newer. */
import { type CommandNode, flattened, optionsAt } from './command-tree.ts'
import { quoted } from './quoted.ts'

export function bashCompletion(root: CommandNode): string {
  const nodes = flattened(root)
  return `# Completion of taxiway for Bash; made by: taxiway completion bash
_taxiway() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} place= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${place:+$place }$word" in
      ${places(nodes)}) place="\${place:+$place }$word" ;;
    esac
  done
  COMPREPLY=()
  case "$place $previous" in
${nodes.flatMap((node) => values(root, node)).join('\n')}
  esac
  local commands= options=
  case "$place" in
${nodes.map((node) => offered(root, node)).join('\n')}
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  else
    COMPREPLY=($(compgen -W "$commands" -- "$current"))
  fi
}
# Where nothing else fits, files do.
complete -o default -F _taxiway taxiway
`
}

function places(nodes: readonly CommandNode[]): string {
  return nodes
    .filter(({ place }) => place !== '')
    .map(({ place }) => quoted(place))
    .join('|')
}

/** What follows an option that takes a value: one of its choices, or a file. */
function values(root: CommandNode, node: CommandNode): readonly string[] {
  return optionsAt(root, node)
    .filter(({ takesValue }) => takesValue)
    .map(({ names, choices }) => {
      const pattern = names.map((name) => quoted(`${node.place} ${name}`)).join('|')
      const reply = `COMPREPLY=($(compgen -W ${quoted(choices.join(' '))} -- "$current")); `
      return `    ${pattern}) ${choices.length === 0 ? '' : reply}return ;;`
    })
}

function offered(root: CommandNode, node: CommandNode): string {
  const commands = node.commands.map(({ name }) => name).join(' ')
  const options = optionsAt(root, node).flatMap(({ names }) => names)
  return `    ${quoted(node.place)}) commands=${quoted(commands)} options=${quoted(options.join(' '))} ;;`
}
