package codeartsdeploy

// Config is a client's configuration. What is left out comes from the environment; codearts_deploy.h says what each
// member means.
type Config struct {
	Endpoint         string   `json:"endpoint,omitempty"`
	Region           string   `json:"region,omitempty"`
	Token            string   `json:"token,omitempty"`
	AK               string   `json:"ak,omitempty"`
	SK               string   `json:"sk,omitempty"`
	SecurityToken    string   `json:"security_token,omitempty"`
	IAM              *IAMUser `json:"iam,omitempty"`
	IAMEndpoint      string   `json:"iam_endpoint,omitempty"`
	ProjectID        string   `json:"project_id,omitempty"`
	IAMProjectID     string   `json:"iam_project_id,omitempty"`
	ECSMetadata      bool     `json:"ecs_metadata,omitempty"`
	MetadataEndpoint string   `json:"metadata_endpoint,omitempty"`
	ConnectTimeoutMS int      `json:"connect_timeout_ms,omitempty"`
	TimeoutMS        int      `json:"timeout_ms,omitempty"`
	MaxAttempts      int      `json:"max_attempts,omitempty"`
	MaxInFlight      int      `json:"max_in_flight,omitempty"`
	MaxResponseBytes int      `json:"max_response_bytes,omitempty"`
	Proxy            *string  `json:"proxy,omitempty"` // a pointer to "" is no proxy
	CAFile           string   `json:"ca_file,omitempty"`
	UserAgent        string   `json:"user_agent,omitempty"`
	Log              string   `json:"log,omitempty"`
	AllowHTTP        bool     `json:"allow_http,omitempty"`
}

// String shows no secret.
func (c Config) String() string { return "codeartsdeploy.Config{" + c.Endpoint + c.Region + "}" }

// An IAMUser is a user of IAM, for whom a token is fetched, kept and renewed.
type IAMUser struct {
	User     string `json:"user,omitempty"`
	Password string `json:"password,omitempty"`
	Domain   string `json:"domain,omitempty"`
	Project  string `json:"project,omitempty"`
	Passcode string `json:"passcode,omitempty"`
	UserID   string `json:"user_id,omitempty"`
}

// String shows no secret.
func (u IAMUser) String() string { return "codeartsdeploy.IAMUser{" + u.User + "}" }

// String shows no secret.
func (p DynamicConfigInfo) String() string {
	if p.Type == "encrypt" {
		p.Value = "***"
	}
	return "{" + p.Key + " " + p.Value + " " + p.Type + "}"
}
