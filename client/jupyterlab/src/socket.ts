/** JSON-RPC over a websocket, one message to a frame. */

import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageConnection
} from 'vscode-jsonrpc/browser';

class Reader extends AbstractMessageReader {
  constructor(private readonly socket: WebSocket) {
    super();
  }

  listen(callback: DataCallback): Disposable {
    this.socket.onmessage = event => callback(JSON.parse(String(event.data)) as Message);
    return { dispose: () => (this.socket.onmessage = null) };
  }
}

class Writer extends AbstractMessageWriter {
  constructor(private readonly socket: WebSocket) {
    super();
  }

  write(message: Message): Promise<void> {
    // What is said to a socket that has closed is lost, as is what was to be answered: its documents are opened anew.
    if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(message));
    }
    return Promise.resolve();
  }

  end(): void {
    return;
  }
}

/** The conversation over an open websocket; it is not yet listened to. */
export function converse(socket: WebSocket): MessageConnection {
  return createMessageConnection(new Reader(socket), new Writer(socket));
}
