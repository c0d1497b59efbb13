// CodeArts Deploy for Node. The operations, their requests, results and events are described in codearts_deploy.h, and by
// `schema`; operations.d.ts has their types.

import { Operations } from "./operations";
export * from "./operations";

/** A JSON object: a result, an event, an error document. */
export type Document = { [member: string]: any };
/** JSON text. */
export type Text = string | Uint8Array;
/** What a failure means for a second try. */
export type Outcome = "not_sent" | "refused" | "started" | "unknown";

export interface Violation {
  path: string;
  rule: string;
  message: string;
  line?: number;
  column?: number;
}

/** What the library answers instead of a result. */
export class CodeArtsDeployError extends Error {
  /** The name of the status, "CAD_E_VALIDATION". */
  readonly status: string;
  /** Undefined where nothing was to start. */
  readonly outcome: Outcome | undefined;
  readonly violations: Violation[];
  /** The whole error document. */
  readonly document: Document;
}

/** A client or an operation was used after its `close`; nothing was sent. */
export class ClosedError extends Error {
  readonly code: "ERR_CODEARTS_DEPLOY_CLOSED";
}

export interface SubmitOptions {
  /** An abort cancels the operation. */
  signal?: AbortSignal;
}

export interface CallOptions extends SubmitOptions {
  /** Is called with each event. What it throws cancels the operation and rejects the call. */
  onEvent?: (event: Document) => void;
}

/** An operation in the background. */
export class Operation<Result = Document> implements AsyncIterable<Document> {
  private constructor();
  /** A number that no other operation of this process has. */
  readonly id: number;
  /** Its result; rejects with the error, every time. */
  wait(): Promise<Result>;
  /** The events that have not been taken yet, to the last one. */
  [Symbol.asyncIterator](): AsyncGenerator<Document, void>;
  /** Ends it; `wait` says how it ended. */
  cancel(): void;
  /** Frees it. One that has not ended is cancelled, and its outcome is lost. */
  close(): void;
}

/** A configuration with its connections. */
export class Client {
  /** What is not given comes from the environment; the header lists the members. */
  constructor(configuration?: Document | Text);
  /** Runs an operation to its end. */
  call<Name extends keyof Operations>(
    operation: Name, request: Operations[Name]["request"], options?: CallOptions
  ): Promise<Operations[Name]["result"]>;
  call(operation: string, request?: Text, options?: CallOptions): Promise<Document>;
  /** Begins an operation in the background. */
  submit<Name extends keyof Operations>(
    operation: Name, request: Operations[Name]["request"], options?: SubmitOptions
  ): Operation<Operations[Name]["result"]>;
  submit(operation: string, request?: Text, options?: SubmitOptions): Operation;
  /** Closes the connections once what runs has ended. */
  close(): void;
}

/** Starts a deployment; endpoint and region come from the environment, and so does the token if none is given. */
export function startTask(
  taskId: string, body?: Omit<Operations["start_deploy_task"]["request"], "task_id"> | Text, token?: string
): Promise<Operations["start_deploy_task"]["result"]>;
/** Checks a request without sending anything. */
export function validate(operation: string, request: object | Text): Document;
/** Describes an operation, or all of them as one OpenAPI document. */
export function schema(operation?: string): Document;
/** Of the library. */
export const version: string;
