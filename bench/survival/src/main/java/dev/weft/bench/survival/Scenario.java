package dev.weft.bench.survival;

/** A failure, imposed under load. */
public interface Scenario {

    /** By which it is asked for: a word. */
    String name();

    /** What happens, in a line. */
    String title();

    /**
     * Imposes it, and says what came of it.
     *
     * @throws NotRunException if the failure can't be imposed here
     */
    void run(Stage stage, Findings findings) throws Exception;
}
