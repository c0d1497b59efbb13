// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    /// The request of `deploy_many`: which applications to deploy, in which order, and how. One that exists is valid.
    public struct DeployManyRequest: Sendable {
        /// One deployment of the release.
        public struct Item: Sendable {
            public var start: StartDeployTaskRequest
            /// nil: the task's id. No other item may have it.
            public var name: String?
            /// Names of items that must succeed before this one starts.
            public var after: [String]
            /// From 1; nil: the first, or what `waves` says.
            public var wave: Int?
            /// nil: the release's.
            public var onFailure: DeployRequest.OnFailure?

            public init(
                _ start: StartDeployTaskRequest, name: String? = nil, after: [String] = [], wave: Int? = nil,
                onFailure: DeployRequest.OnFailure? = nil
            ) {
                self.start = start
                self.name = name
                self.after = after
                self.wave = wave
                self.onFailure = onFailure
            }
        }

        /// One flat object of wire names, as the client takes it.
        public let json: [UInt8]

        /// - Parameters:
        ///   - items: 1 to 10,000.
        ///   - waves: `["1", "10%", "100%"]`: how many items are in each, or how many per cent of all.
        ///   - maxInFlight: how many deployments run at once; nil: 10.
        ///   - maxFailures: `"0"`, `"10%"`: how many items may fail before nothing new starts; nil: any number.
        ///   - rollsBack: whether what has succeeded goes back too where an item fails.
        ///   - journal: one file for all items.
        ///   - options: for every item. Where no log is read, those of failures are read nevertheless.
        public init(
            _ items: [Item], waves: [String] = [], maxInFlight: Int? = nil, maxFailures: String? = nil,
            pauseMS: Int? = nil, onFailure: DeployRequest.OnFailure = .leave, rollsBack: Bool = false,
            journal: DeployRequest.Journal? = nil, options: WatchOptions = WatchOptions(readsLog: false)
        ) throws(DeployError) {
            var json = JSONWriter(reserving: 128 * (items.count + 1))
            json.object { json in
                json.name("items")
                json.beginArray()
                for item in items { item.write(to: &json) }
                json.endArray()
                if !waves.isEmpty { json.texts("waves", waves) }
                json.member("max_in_flight", ifKnown: maxInFlight)
                json.member("max_failures", ifKnown: maxFailures)
                json.member("pause_ms", ifKnown: pauseMS)
                json.member("on_failure", onFailure.rawValue)
                if rollsBack { json.member("on_release_failure", "rollback") }
                options.write(to: &json)
                journal?.write(to: &json)
            }
            self.json = json.bytes
            try Validation.check(self.json, Operation.deployMany.request, of: "The request")
        }
    }

    extension DeployManyRequest.Item {
        fileprivate func write(to json: inout JSONWriter) {
            json.object {
                $0.member("task_id", start.taskID)
                start.body.write(to: &$0)
                $0.member("name", ifKnown: name)
                if !after.isEmpty { $0.texts("after", after) }
                $0.member("wave", ifKnown: wave)
                $0.member("on_failure", ifKnown: onFailure?.rawValue)
            }
        }
    }

    /// What became of a release: the result of `deploy_many` where all items succeeded, else the error's `release`.
    public struct DeployManyResponse: Sendable {
        /// How one item ended.
        public struct Item: Sendable {
            /// From 0.
            public let index: Int
            public let name: String
            public let taskID: String
            public let state: ItemState
            /// nil where there is no record.
            public let deployment: Deployment?
            /// nil where it succeeded.
            public let error: DeployError?

            init?(reading object: JSONValue) {
                guard let index = object["index"]?.integer, let name = object["name"]?.string,
                    let taskID = object["task_id"]?.string,
                    let state = ItemState.allCases.first(where: { object["state"]?.isText($0.word) ?? false })
                else { return nil }
                self.index = index
                self.name = name
                self.taskID = taskID
                self.state = state
                deployment = Deployment(reading: object)
                error = object["error"].flatMap { DeployError(reading: $0) }
            }
        }

        public let items: [Item]
        /// `succeeded`, `failed`, `stopped_early` or `rolled_back`.
        public let state: String
        public let waves: Int
        public let durationMS: Int

        public init?(reading object: JSONValue) {
            guard let release = object["release"], let state = release["state"]?.string, let list = object["items"]
            else { return nil }
            self.state = state
            waves = release["waves"]?.integer ?? 0
            durationMS = release["duration_ms"]?.integer ?? 0
            items = list.elements.compactMap { Item(reading: $0) }
        }

        /// How many items ended so.
        public func count(_ state: ItemState) -> Int { items.filter { $0.state == state }.count }
    }
#endif
