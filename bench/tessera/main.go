// Measures a POSIX log of Tessera: how many entries a second are durable when SESSIONS wait for one each.
//
//	tessera FOLDER SESSIONS SECONDS BATCH_MS
//
// An entry is counted when its index has come back, which is after it was integrated and synced. It prints one line:
// entries a second, then the median and the 99th percentile of the wait in milliseconds.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"sort"
	"strconv"
	"sync"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

const entryBytes = 1100

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func main() {
	folder, sessions := os.Args[1], must(strconv.Atoi(os.Args[2]))
	seconds, batch := must(strconv.ParseFloat(os.Args[3], 64)), must(strconv.ParseFloat(os.Args[4], 64))
	ctx := context.Background()
	secret, _, err := note.GenerateKey(rand.Reader, "bench.example/tessera")
	signer := must(note.NewSigner(must(secret, err)))
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithCheckpointInterval(time.Second).
		WithBatching(uint(sessions), time.Duration(batch*float64(time.Millisecond)))
	driver := must(posix.New(ctx, posix.Config{Path: folder}))
	appender, shutdown, _, err := tessera.NewAppender(ctx, driver, options)
	must(0, err)
	waits := make([][]time.Duration, sessions)
	started := time.Now()
	until := started.Add(time.Duration(seconds * float64(time.Second)))
	var all sync.WaitGroup
	for number := range sessions {
		all.Add(1)
		go func() {
			defer all.Done()
			data := make([]byte, entryBytes)
			for time.Now().Before(until) {
				must(rand.Read(data))
				asked := time.Now()
				must(appender.Add(ctx, tessera.NewEntry(data))())
				waits[number] = append(waits[number], time.Since(asked))
			}
		}()
	}
	all.Wait()
	took := time.Since(started).Seconds()
	must(0, shutdown(ctx))
	var found []time.Duration
	for _, some := range waits {
		found = append(found, some...)
	}
	sort.Slice(found, func(one, other int) bool { return found[one] < found[other] })
	at := func(part float64) float64 {
		return float64(found[int(part*float64(len(found)-1))].Microseconds()) / 1000
	}
	fmt.Println(float64(len(found))/took, at(0.5), at(0.99))
}
