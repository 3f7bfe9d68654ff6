# docker build --build-arg VERSION=v0.1.0 --build-arg COMMIT="$(git rev-parse HEAD)" -t attache .
# docker run --read-only --env-file .env attache

# Another image with Go, the Go module proxy's reach and a CA bundle will do as well.
ARG GO_IMAGE=golang:1.26
FROM --platform=$BUILDPLATFORM ${GO_IMAGE} AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# The program takes its knowledge from trained.bin alone (the tag below): what that
# holds is what the YAML files say.
RUN go run ./cmd/attache check && go test -run '^TestTrained$' ./knowledge
ARG VERSION=
ARG COMMIT=
ARG TARGETOS
ARG TARGETARCH
RUN CGO_ENABLED=0 GOOS=${TARGETOS} GOARCH=${TARGETARCH} go build -trimpath -buildvcs=false -tags stored \
        -ldflags="-s -w -X main.version=${VERSION} -X main.commit=${COMMIT}" \
        -o /attache ./cmd/attache

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /attache /attache
COPY LICENSE knowledge/match/vectors/NOTICE /
COPY bot/picture/fonts/*.txt /fonts/
# Nobody: the program writes no file and needs no privilege.
USER 65532:65532
ENTRYPOINT ["/attache"]
CMD ["run"]
