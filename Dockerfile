# fleetsim without Node.js on the machine:
#   docker build -t fleetsim . && docker run --rm -v "$PWD:/work" fleetsim check 'scenarios/**/*.yaml'
FROM node:22-slim AS build
WORKDIR /build
COPY . .
RUN npm ci && npm pack --silent --pack-destination /

FROM node:22-slim
COPY --from=build /fleetsim-*.tgz /tmp/
RUN npm install --global --omit=dev /tmp/fleetsim-*.tgz && rm -rf /tmp/fleetsim-*.tgz /root/.npm
# Files of the host stay the host's: nothing here needs more than to read a scenario.
USER node
WORKDIR /work
ENTRYPOINT ["fleetsim"]
CMD ["--help"]
