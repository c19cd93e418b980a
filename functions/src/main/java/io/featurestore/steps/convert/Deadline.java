package io.featurestore.steps.convert;

/** Whether a converter has to come to an end. */
@FunctionalInterface
public interface Deadline {
    /** There is time for everything. */
    Deadline NONE = () -> false;

    /** Returns whether there is just time left to end what was begun. */
    boolean isNear();

    /** Returns how many bytes of a result are converted between two looks; so many are converted in any case. */
    default long step() {
        return 1 << 20;
    }
}
