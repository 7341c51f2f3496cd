#!/usr/bin/env bash
# editor.sh DIRECTORY: VS Code as code-server, from the npm registry, nothing compiled; the parts that are then missing are none
# that an extension meets. About 0.8 GB.
set -euo pipefail
mkdir -p "$1"
cd "$1"
echo '{"private":true}' > package.json
npm install --silent --ignore-scripts code-server@4.139.1
cd node_modules/code-server/lib/vscode
npm install --silent --ignore-scripts --omit=dev
cd extensions
npm install --silent --ignore-scripts --omit=dev
