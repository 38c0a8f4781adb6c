package dev.weft.mesh.autoconfigure;

/** A {@code mesh.*} property has a value that can't be used: stops the start. */
final class InvalidMeshPropertyException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String problem;

    /**
     * @param property the property, or the part that it stands in
     * @param problem the value, and what is allowed
     */
    InvalidMeshPropertyException(String property, String problem) {
        super(property + ": " + problem);
        this.property = property;
        this.problem = problem;
    }

    String property() {
        return property;
    }

    String problem() {
        return problem;
    }
}
