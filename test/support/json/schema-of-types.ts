/**
 * JSON Schemas of types, as the compiler resolves them. TypeScript 7 has no API for that yet, so an older compiler
 * reads the sources; it checks nothing.
 */
import ts from 'typescript-api'

export type Schema = {
  /** Another file of `schemas/`. */
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
}

/** The schema of each member of the type `name` that `file` exports. */
export function schemasOfMembers(file: string, name: string): ReadonlyMap<string, Schema> {
  const program = ts.createProgram([file], options, ownSources())
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  const found = module && checker.getExportsOfModule(module).find((each) => each.name === name)
  if (found === undefined) throw new Error(`${file} exports no ${name}`)
  const members = checker.getDeclaredTypeOfSymbol(found).getProperties()
  const reader = readerOf(checker)
  return new Map(members.map((each) => [each.name, reader(checker.getTypeOfSymbol(each))]))
}

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  target: ts.ScriptTarget.ESNext,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
}

/** Without the packages of others: no output has a type of theirs, and they are most of what there is to read. */
function ownSources(): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  return {
    ...host,
    resolveModuleNameLiterals: (names, importer) =>
      names.map(({ text }) =>
        /^\.|^taxiway/.test(text)
          ? ts.resolveModuleName(text, importer, options, host)
          : { resolvedModule: undefined },
      ),
  }
}

function readerOf(checker: ts.TypeChecker) {
  const open = new Set<ts.Type>()

  /** Of a type that holds itself: anything. */
  function read(type: ts.Type): Schema {
    if (open.has(type)) return {}
    open.add(type)
    try {
      return type.isUnion() ? union(type.types) : one(type)
    } finally {
      open.delete(type)
    }
  }

  function union(types: readonly ts.Type[]): Schema {
    const present = types.filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0)
    const literals = present.filter(isTextOrNumber)
    const others = present.filter((each) => !isTextOrNumber(each)).map(read)
    const isBoolean = others.filter((each) => typeof each.const === 'boolean').length === 2
    const rest = isBoolean ? others.filter((each) => typeof each.const !== 'boolean') : others
    return anyOf([
      ...(literals.length === 0 ? [] : [enumeration(literals.map(literalOf))]),
      ...(isBoolean ? [{ type: 'boolean' }] : []),
      // The compiler's own order changes with whatever it has read before.
      ...rest.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    ])
  }

  function one(type: ts.Type): Schema {
    if (isTextOrNumber(type)) return enumeration([literalOf(type)])
    const named = primitives.find(([flag]) => (type.flags & flag) !== 0)
    if (named !== undefined) return { type: named[1] }
    if ((type.flags & ts.TypeFlags.BooleanLiteral) !== 0)
      return { const: checker.typeToString(type) === 'true' }
    if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0) return {}
    return composed(type)
  }

  function composed(type: ts.Type): Schema {
    if (type.isIntersection()) return branded(type) ?? object(type)
    const isList = checker.isArrayType(type) || checker.isTupleType(type)
    return isList ? list(type) : object(type)
  }

  /** A text with a mark that is not there at run time. */
  function branded(type: ts.IntersectionType): Schema | undefined {
    const base = type.types.find(({ flags }) => primitives.some(([flag]) => (flags & flag) !== 0))
    return base && read(base)
  }

  function list(type: ts.Type): Schema {
    const items = checker.getTypeArguments(type as ts.TypeReference).map(read)
    return { type: 'array', items: anyOf(items) }
  }

  function object(type: ts.Type): Schema {
    const properties = type.getProperties().filter(isData)
    const values = type.getStringIndexType()
    const required = properties.filter(({ flags }) => (flags & ts.SymbolFlags.Optional) === 0)
    return {
      type: 'object',
      ...(properties.length > 0 && {
        properties: Object.fromEntries(properties.map((each) => [each.name, member(each)])),
      }),
      ...(required.length > 0 && { required: required.map(({ name }) => name) }),
      ...(values !== undefined && { additionalProperties: read(values) }),
    }
  }

  function isData(symbol: ts.Symbol): boolean {
    return checker.getTypeOfSymbol(symbol).getCallSignatures().length === 0
  }

  function member(symbol: ts.Symbol): Schema {
    const description = ts.displayPartsToString(symbol.getDocumentationComment(checker))
    const schema = read(checker.getTypeOfSymbol(symbol))
    return description === ''
      ? schema
      : { description: description.replace(/\s+/g, ' '), ...schema }
  }

  return read
}

const primitives = [
  [ts.TypeFlags.String, 'string'],
  [ts.TypeFlags.TemplateLiteral, 'string'],
  [ts.TypeFlags.Number, 'number'],
  [ts.TypeFlags.Null, 'null'],
] as const

function isTextOrNumber(type: ts.Type): boolean {
  return type.isStringLiteral() || type.isNumberLiteral()
}

function literalOf(type: ts.Type): string | number {
  return (type as ts.LiteralType).value as string | number
}

function enumeration(values: readonly (string | number)[]): Schema {
  return values.length === 1 ? { const: values[0] } : { enum: values.toSorted() }
}

/** Plain types together, such as a text or null, are one list of types. */
function anyOf(schemas: readonly Schema[]): Schema {
  const [first = {}] = schemas
  if (schemas.length <= 1) return first
  const names = schemas.map((each) => (Object.keys(each).length === 1 ? each.type : undefined))
  const plain = names.filter((each) => typeof each === 'string')
  const nullLast = plain.toSorted((a, b) => Number(a === 'null') - Number(b === 'null'))
  return plain.length === schemas.length ? { type: nullLast } : { anyOf: schemas }
}
