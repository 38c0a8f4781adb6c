package dev.weft.bench.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running process of a fleet. */
public final class Instance {

    private final String name;
    private final Place place;
    private final List<String> command;
    private final Process process;
    private final Path log;

    Instance(String name, Place place, List<String> command, Process process, Path log) {
        this.name = name;
        this.place = place;
        this.command = List.copyOf(command);
        this.process = process;
        this.log = log;
    }

    public String name() {
        return name;
    }

    public int port() {
        return place.port();
    }

    Place place() {
        return place;
    }

    List<String> command() {
        return command;
    }

    /** Where its output goes. */
    public Path log() {
        return log;
    }

    /** A URL of it, for a path that begins with a slash. */
    public URI uri(String path) {
        return place.uri(path);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** How much CPU it has used so far. */
    public Duration cpu() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(
                        () -> new IllegalStateException("this system does not say how much CPU " + name + " used"));
    }

    /** It and all that it has started. */
    public Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    /** SIGKILL: it is gone, without a word to anybody, and what it has started with it. */
    public void kill() {
        // Else its workers would stay. They go after it, since it would start others.
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroyForcibly();
        workers.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    /** SIGTERM, and waits until it has ended by itself. */
    public void terminate() {
        process.destroy();
        awaitEnd();
    }

    /** SIGSTOP: its sockets stay open, nobody answers. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT: it goes on. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("SIG" + signal + " did not reach " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't signal " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling " + name, e);
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " did not end within 60 s; see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ends", e);
        }
    }

    @Override
    public String toString() {
        return name + " (port " + place.port() + ", process " + process.pid() + ")";
    }
}
