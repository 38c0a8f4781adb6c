package dev.weft.mesh.document.service;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Changes to header fields. */
public class EditsProperties {

    /** Fields and the value that replaces theirs. */
    private Map<String, String> set = new LinkedHashMap<>();

    /** Fields and a value that is added to theirs. */
    private Map<String, String> add = new LinkedHashMap<>();

    /** Fields that are dropped. */
    private Set<String> remove = new LinkedHashSet<>();

    public Map<String, String> getSet() {
        return set;
    }

    public void setSet(Map<String, String> set) {
        this.set = set;
    }

    public Map<String, String> getAdd() {
        return add;
    }

    public void setAdd(Map<String, String> add) {
        this.add = add;
    }

    public Set<String> getRemove() {
        return remove;
    }

    public void setRemove(Set<String> remove) {
        this.remove = remove;
    }
}
