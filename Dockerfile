# The bot: Node 24, production dependencies only, not root. Tools are in it for JUMP_HOST=local; with an ssh jump host the
# tools there count and these are unused. The drill is not in it: test/house/docker.test.ts shows that the bot needs none of it.

FROM node:24-bookworm-slim AS pins
WORKDIR /pins
COPY tools ./tools
RUN node tools/install.ts --print bosh govc > install.sh

FROM golang:1.26-bookworm AS tools
COPY --from=pins /pins /pins
ENV CGO_ENABLED=0
RUN sh -x /pins/install.sh && bosh --version && govc version

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# The optional packages are Node 24 itself, for machines that have an older one; this image is Node 24.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates curl openssh-client tini \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node -m 0700 /data
COPY --from=tools /usr/local/bin/bosh /usr/local/bin/govc /usr/local/bin/
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY docker ./docker
COPY handlers ./handlers
COPY src ./src
ENV NODE_ENV=production DATA_DIR=/data STATUS_PORT=9464
VOLUME /data
USER node
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["node", "docker/healthy.ts"]
ENTRYPOINT ["tini", "--"]
CMD ["node", "--import", "./src/app/needs-node-24.mjs", "src/main.ts"]
