declare module "virtual:asyncapi" {
  /** The parsed document, as `stringify` of `@asyncapi/parser` writes it. */
  const specification: string;
  export default specification;
}

declare module "@asyncapi/react-component/browser/standalone/without-parser.js" {
  interface Options {
    readonly schema: string;
    readonly config?: { readonly show?: { readonly errors?: boolean } };
  }
  const standalone: { render(options: Options, place: HTMLElement): void };
  export default standalone;
}
